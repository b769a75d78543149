package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'a':1} | {'a':1} | {}",
                "{'a':1,'b':2} | {'a':1} | {'b':null}",
                "{'a':{'b':1,'c':2}} | {'a':{'b':1,'c':3}} | {'a':{'c':3}}",
                "{'a':[1,2]} | {'a':[2]} | {'a':[2]}",
                "{'a':{'t':'R','r':{'s':1}}} | {'a':{'t':'R'}} | {'a':{'r':null}}",
                "{} | {'a':{'b':1}} | {'a':{'b':1}}",
                "{'a':1} | {'a':{'b':1}} | {'a':{'b':1}}",
            })
    void saysWhatChanged(String before, String after, String patch) {
        assertThat(MergePatch.between(node(before), node(after))).isEqualTo(node(patch));
    }

    private static JsonNode node(String singleQuoted) {
        return Deployments.SERIALIZATION.unmarshal(singleQuoted.replace('\'', '"'), JsonNode.class);
    }
}
