package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.context.SerializationContext;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of requests and results: durations and times as ISO 8601 text, unknown fields refused. Input that cannot be
 * read becomes one sentence that names the field ({@code INVALID_REQUEST}), which fails a workflow at once instead of
 * leaving it running for ever.
 */
public final class Json implements DataConverter {
    private final DataConverter delegate;

    private Json(DataConverter delegate) {
        this.delegate = delegate;
    }

    /** For Temporal clients: workers and starters must use the same. */
    public static DataConverter dataConverter() {
        return new Json(DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper())));
    }

    /** The same JSON for files and terminals. */
    public static ObjectMapper mapper() {
        return JacksonJsonPayloadConverter.newDefaultObjectMapper()
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    @Override
    public <T> Optional<Payload> toPayload(T value) {
        return delegate.toPayload(value);
    }

    @Override
    public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
        try {
            return delegate.fromPayload(payload, valueClass, valueType);
        } catch (DataConverterException e) {
            throw refusal(e);
        }
    }

    @Override
    public Optional<Payloads> toPayloads(@Nullable Object... values) {
        return delegate.toPayloads(values);
    }

    @Override
    public <T> T fromPayloads(int index, Optional<Payloads> content, Class<T> valueType, Type valueGenericType) {
        try {
            return delegate.fromPayloads(index, content, valueType, valueGenericType);
        } catch (DataConverterException e) {
            throw refusal(e);
        }
    }

    @Override
    public RuntimeException failureToException(Failure failure) {
        return delegate.failureToException(failure);
    }

    @Override
    public Failure exceptionToFailure(Throwable throwable) {
        return delegate.exceptionToFailure(throwable);
    }

    @Override
    public DataConverter withContext(SerializationContext context) {
        return new Json(delegate.withContext(context));
    }

    private static ApplicationFailure refusal(DataConverterException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return ApplicationFailure.newNonRetryableFailure(
                        "The request was refused: " + sentence(json), ErrorCode.INVALID_REQUEST.name());
            }
        }
        return ApplicationFailure.newNonRetryableFailure(
                "The request was refused: it is not one JSON object", ErrorCode.INVALID_REQUEST.name());
    }

    /** What is wrong with the text, without Java's words for it. */
    public static String sentence(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field \"" + path(unknown) + "\"; known here: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e instanceof ValueInstantiationException invalid && invalid.getCause() != null) {
            return String.valueOf(invalid.getCause().getMessage());
        }
        if (e instanceof InvalidTypeIdException type) {
            return type.getTypeId() == null
                    ? path(type) + " has no \"type\": give \"s3\""
                    : "\"" + type.getTypeId() + "\" is not a type of " + path(type) + " that is available; use \"s3\"";
        }
        if (e instanceof MismatchedInputException mismatch) {
            return "\"" + path(mismatch) + "\" has the wrong type";
        }
        return "it is not well-formed JSON (line " + line(e) + ")";
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "the request" : path;
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }
}
