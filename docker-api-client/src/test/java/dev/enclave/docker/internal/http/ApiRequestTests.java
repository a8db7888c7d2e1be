package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRequestTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web                     | /containers/web/json",
                "my name                 | /containers/my%20name/json",
                "a+b                     | /containers/a%2Bb/json",
                "a?force=1#x             | /containers/a%3Fforce%3D1%23x/json",
                "100%                    | /containers/100%25/json",
                "h\u00e9\ud83d\ude00     | /containers/h%C3%A9%F0%9F%98%80/json",
                "a\\b\"c                 | /containers/a%5Cb%22c/json",
                "registry:5000/team/app  | /containers/registry:5000/team/app/json",
                "app@sha256:abc          | /containers/app@sha256:abc/json",
                "...                     | /containers/.../json",
                "a..b                    | /containers/a..b/json",
                "{}                      | /containers/%7B%7D/json",
            })
    void encodesNamesAndKeepsTheSlashesOfImages(String name, String path) {
        assertThat(ApiRequest.get("/containers/{}/json", name).uri("")).isEqualTo(path);
    }

    @Test
    void encodesLineBreaksSoThatNoHeaderCanBeAdded() {
        assertThat(ApiRequest.get("/containers/{}/json", "a\r\nX-Evil: 1").uri(""))
                .isEqualTo("/containers/a%0D%0AX-Evil:%201/json");
        assertThat(ApiRequest.get("/x").query("q", "a\r\nb").uri("")).isEqualTo("/x?q=a%0D%0Ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../images",
                "a/../../images/x",
                "a/..",
                "a/./b",
                "/",
                "/a",
                "a/",
                "a//b",
            })
    void refusesNamesThatWouldLeadElsewhere(String name) {
        assertThatThrownBy(() -> ApiRequest.delete("/containers/{}", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void buildsTheQueryInOrderWithoutWhatIsAbsent() {
        ApiRequest request = ApiRequest.post("/x")
                .query("b", "1 2&3=4")
                .query("a", null)
                .flag("yes", true)
                .flag("no", false)
                .query("filters", "{\"label\":[\"a=b\"]}");

        assertThat(request.uri("/v1.41"))
                .isEqualTo("/v1.41/x?b=1%202%263%3D4&yes=1&filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D");
    }

    @Test
    void isChangedByCopyOnly() {
        ApiRequest request = ApiRequest.get("/x");

        request.query("a", 1).header("H", "v").body("text");

        assertThat(request).isEqualTo(new ApiRequest("GET", "/x", "/x", List.of(), Map.of(), null, null, null));
    }

    @Test
    void knowsWhichMethodsOnlyRead() {
        assertThat(ApiRequest.get("/x").readOnly()).isTrue();
        assertThat(ApiRequest.head("/x").readOnly()).isTrue();
        assertThat(ApiRequest.post("/x").readOnly()).isFalse();
        assertThat(ApiRequest.put("/x").readOnly()).isFalse();
        assertThat(ApiRequest.delete("/x").readOnly()).isFalse();
    }

    @Test
    void namesTheOperationWithoutQueryAndHeaders() {
        ApiRequest request = ApiRequest.post("/images/create").query("tag", "1").header("X-Registry-Auth", "secret");

        assertThat(request.operation()).isEqualTo("POST /images/create");
    }

    @Test
    void showsNoHeadersAndNoBodyAsText() {
        ApiRequest request =
                ApiRequest.post("/x").header("X-Registry-Auth", "c2VjcmV0").body("env with a token");

        assertThat(request.toString()).doesNotContain("c2VjcmV0").doesNotContain("token");
    }
}
