package io.correlator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.correlator.api.AuditSchema.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditSchemaTest {
  private final AuditSchema schema =
      AuditSchema.builder("Login")
          .text("user")
          .integer("port")
          .bool("accepted")
          .timestamp("at")
          .column("lasted", Kind.DURATION)
          .column("score", Kind.REAL)
          .build();

  @Test
  void takesARowOfTheRightKinds() {
    Fields row =
        Fields.builder()
            .put("score", 0.5)
            .put("lasted", Duration.ofSeconds(3))
            .put("at", Instant.EPOCH)
            .put("accepted", true)
            .put("port", 22)
            .put("user", "root")
            .build();

    assertThatCode(() -> schema.check(row)).doesNotThrowAnyException();
  }

  @Test
  void takesARowThatLeavesColumnsOut() {
    assertThatCode(() -> schema.check(Fields.empty())).doesNotThrowAnyException();
  }

  @Test
  void refusesAColumnThatItLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schema.check(Fields.of("usr", "root")))
        .withMessage("Login has no column usr; it has [user, port, accepted, at, lasted, score]");
  }

  @Test
  void refusesAValueOfTheWrongKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schema.check(Fields.of("port", "22")))
        .withMessage("Login.port holds Long, not String");
  }

  @Test
  void cannotHaveTwoColumnsOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuditSchema.builder("T").text("a").integer("a").build())
        .withMessage("T: two columns named a");
  }

  @Test
  void keepsTheOrderOfItsColumns() {
    assertThat(schema.names()).containsExactly("user", "port", "accepted", "at", "lasted", "score");
  }
}
