package io.bemade.odoo.starter.temporal;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.reload.Reload;
import io.bemade.odoo.workflows.removal.InstanceRemoval;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.grpc.Status;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.SearchAttributeKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations that Temporal knows, by its visibility list: running ones first, newest first. */
public final class Operations {
    public static final List<String> TYPES = List.of(
            Restore.TYPE, StagingClone.TYPE, Reload.TYPE, Rollback.TYPE, RetentionCleanup.TYPE, InstanceRemoval.TYPE);

    private static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("OdooPhase");

    private final Connection connection;

    public Operations(Connection connection) {
        this.connection = connection;
    }

    /** @param ended at most so many that have ended; those that run are always all there */
    public List<Entry> list(Optional<InstanceRef> instance, int ended, Instant now) {
        Stream<Entry> running = query(instance, "ExecutionStatus = 'Running'", Integer.MAX_VALUE, now);
        Stream<Entry> over = query(instance, "ExecutionStatus != 'Running'", ended, now);
        return Stream.concat(
                        running.sorted(Comparator.comparing(Entry::status)
                                .thenComparing(Entry::start, Comparator.reverseOrder())),
                        over.sorted(Comparator.comparing(Entry::start, Comparator.reverseOrder())))
                .toList();
    }

    public List<Entry> running(Optional<InstanceRef> instance, Instant now) {
        return list(instance, 0, now).stream()
                .filter(entry -> entry.status().equals(Entry.RUNNING))
                .toList();
    }

    private Stream<Entry> query(Optional<InstanceRef> instance, String state, int limit, Instant now) {
        if (limit == 0) {
            return Stream.empty();
        }
        String types = TYPES.stream().map(Operations::quoted).collect(Collectors.joining(", "));
        String all = "WorkflowType IN (" + types + ") AND " + state;
        if (instance.isEmpty()) {
            return fetch(all, limit, now);
        }
        String byId = byId(instance.get());
        String byAttribute = "OdooInstance = " + quoted(instance.get().toString());
        try {
            return fetch(all + " AND (" + byAttribute + " OR " + byId + ")", limit, now);
        } catch (RuntimeException e) {
            // The search attribute is not registered on every server; the ids that we choose tell the instance, too.
            if (GrpcFailures.is(e, Status.Code.INVALID_ARGUMENT)) {
                return fetch(all + " AND (" + byId + ")", limit, now);
            }
            throw e;
        }
    }

    private static String byId(InstanceRef instance) {
        return Stream.of("restore/", "staging-clone/", "reload/", "rollback/", "retention/", "instance-removal/")
                .map(prefix -> "WorkflowId STARTS_WITH " + quoted(prefix + instance + "/"))
                .collect(Collectors.joining(" OR "));
    }

    private Stream<Entry> fetch(String query, int limit, Instant now) {
        try {
            return connection
                    .client()
                    .listExecutions(query)
                    .limit(limit)
                    .map(each -> entry(each, now))
                    .toList()
                    .stream();
        } catch (RuntimeException e) {
            if (GrpcFailures.is(e, Status.Code.UNIMPLEMENTED)) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        "This Temporal server cannot list operations (the in-memory one cannot): name the workflow id",
                        e);
            }
            throw e;
        }
    }

    /** Never needed for what we put in today; cheap insurance for tomorrow. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Entry entry(WorkflowExecutionMetadata execution, Instant now) {
        Instant begin = Optional.ofNullable(execution.getExecutionTime()).orElse(execution.getStartTime());
        Optional<Instant> end = Optional.ofNullable(execution.getCloseTime());
        String status = execution
                .getStatus()
                .name()
                .replace("WORKFLOW_EXECUTION_STATUS_", "")
                .toLowerCase(Locale.ROOT);
        boolean scheduled = status.equals(Entry.RUNNING) && begin.isAfter(now);
        return new Entry(
                execution.getExecution().getWorkflowId(),
                execution.getExecution().getRunId(),
                execution.getWorkflowType(),
                scheduled ? Entry.SCHEDULED : status,
                Optional.ofNullable(execution.getTypedSearchAttributes().get(PHASE))
                        .map(phase -> phase.toLowerCase(Locale.ROOT)),
                begin,
                end);
    }

    /**
     * @param status as Temporal says it, in lower case; {@code scheduled} while its time has not come
     * @param start when it began or will begin
     */
    public record Entry(
            String workflowId,
            String runId,
            String type,
            String status,
            Optional<String> phase,
            Instant start,
            Optional<Instant> end) {
        public static final String RUNNING = "running";
        public static final String SCHEDULED = "scheduled";
    }
}
