package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpoolTest {
  private final FullDisk target = new FullDisk();
  private final Spool spool = new Spool(target);

  @Test
  void writesNothingUntilAsked() throws IOException {
    spool.add(buffer -> buffer.write('a'));
    assertThat(target.written).hasToString("");
    spool.flush();
    assertThat(target.written).hasToString("a");
  }

  @Test
  void writesByItselfWhenThereIsMuch() throws IOException {
    spool.add(buffer -> buffer.write(new byte[Spool.CAPACITY]));
    spool.add(buffer -> buffer.write('a'));
    assertThat(target.written.size()).isEqualTo(Spool.CAPACITY);
  }

  @Test
  void forgetsWhatCouldNotBeRenderedToTheEnd() throws IOException {
    spool.add(buffer -> buffer.write('a'));
    assertThatThrownBy(
            () ->
                spool.add(
                    buffer -> {
                      buffer.write('x');
                      throw new IOException("half way");
                    }))
        .hasMessage("half way");
    spool.add(buffer -> buffer.write('b'));
    spool.flush();
    assertThat(target.written).hasToString("ab");
  }

  @Test
  void forgetsWhatTheTargetDoesNotTake() throws IOException {
    spool.add(buffer -> buffer.write('a'));
    target.full = true;
    assertThatThrownBy(spool::flush).hasMessage("full");
    target.full = false;
    spool.flush();
    assertThat(target.written).hasToString("");
    assertThat(target.takenBack).isTrue();
  }

  @Test
  void refusesMoreThanFitsWhileTheTargetTakesNothing() throws IOException {
    spool.add(buffer -> buffer.write(new byte[Spool.CAPACITY]));
    target.full = true;
    assertThatThrownBy(() -> spool.add(buffer -> buffer.write('a'))).hasMessage("full");
    target.full = false;
    spool.flush();
    assertThat(target.written.size()).isEqualTo(Spool.CAPACITY);
  }

  @Test
  void takesAnEventLargerThanItself() throws IOException {
    byte[] large = new byte[3 * 1024 * 1024];
    spool.add(buffer -> buffer.write(large));
    spool.flush();
    spool.add(buffer -> buffer.write(large));
    spool.flush();
    assertThat(target.written.size()).isEqualTo(2 * large.length);
  }

  @Test
  void letsGoOfATargetThatTakesNothing() throws IOException {
    spool.add(buffer -> buffer.write('a'));
    target.full = true;
    assertThatThrownBy(spool::close).hasMessage("full");
    assertThat(target.closed).isTrue();
  }

  private static final class FullDisk implements Target {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean full;
    private boolean closed;
    private boolean takenBack;

    @Override
    public void takeBack() {
      takenBack = true;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
      if (full) {
        throw new IOException("full");
      }
      written.write(bytes, 0, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
