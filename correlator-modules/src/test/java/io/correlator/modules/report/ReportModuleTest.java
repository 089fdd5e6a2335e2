package io.correlator.modules.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.module.Module;
import io.correlator.api.module.Processor;
import io.correlator.modules.Lines;
import io.correlator.modules.RecordingContext;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ReportModuleTest {
  private final RecordingContext context = new RecordingContext();
  private final Processor processor = new ReportModule().open(context);

  @Test
  void reportsARecordAsANoticeOfItsTime() throws Exception {
    LogRecord record = Lines.syslog("bastion", "sshd", "Connection closed");

    processor.onRecord(record);

    Event event = context.events().get(0);
    assertThat(event.type()).isEqualTo("RecordReported");
    assertThat(event.severity()).isEqualTo(Severity.NOTICE);
    assertThat(event.timestamp()).isEqualTo(record.timestamp());
    assertThat(event.summary()).isEqualTo("bastion sshd: Connection closed");
    assertThat(event.fields())
        .isEqualTo(
            Fields.builder()
                .put("host", "bastion")
                .put("program", "sshd")
                .put("message", "Connection closed")
                .build());
  }

  @Test
  void showsTheRecordAsEvidence() throws Exception {
    LogRecord record = Lines.syslog("bastion", "sshd", "Connection closed");

    processor.onRecord(record);

    assertThat(context.events().get(0).evidence())
        .extracting(LogRecord::id)
        .containsExactly(record.id());
  }

  @Test
  void reportsALineThatNobodyUnderstands() throws Exception {
    processor.onRecord(Lines.record(1, "\u001b[2J???"));

    Event event = context.events().get(0);
    assertThat(event.summary()).isEqualTo("\u001b[2J???");
    assertThat(event.fields()).isEqualTo(Fields.of("message", "\u001b[2J???"));
  }

  @Test
  void countsRecordsAndTheirBytes() throws Exception {
    processor.onRecord(Lines.record(1, "four"));
    processor.onRecord(Lines.record(2, "z\u00fcrich"));

    assertThat(context.counter("records").value()).isEqualTo(2);
    assertThat(context.counter("bytes").value()).isEqualTo(11);
  }

  @Test
  void isFoundByName() {
    assertThat(ServiceLoader.load(Module.class))
        .filteredOn(module -> module.name().equals("report"))
        .containsExactly(new ReportModule());
  }
}
