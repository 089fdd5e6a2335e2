package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void saysWhatPeopleCanActOn() {
    assertThat(Reasons.of(new NoSuchFileException("a"))).isEqualTo("no such file or folder");
    assertThat(Reasons.of(new AccessDeniedException("a"))).isEqualTo("permission denied");
    assertThat(Reasons.of(new FileSystemException("a", null, "Stale file handle")))
        .isEqualTo("reading failed: Stale file handle");
    assertThat(Reasons.of(new IOException("Input/output error")))
        .isEqualTo("reading failed: Input/output error");
  }

  @Test
  void saysHowMuchCouldBeRead() {
    assertThat(Reasons.of(new IOException("Input/output error"), 17))
        .isEqualTo(
            "reading failed: Input/output error after 17 bytes of text;"
                + " the whole lines up to there were read");
  }
}
