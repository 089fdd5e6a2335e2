package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;

/**
 * Where the lines of one followed path go: at first into its backlog, and when all of that was
 * read, to what is live. For the thread of one source.
 */
final class BacklogSink implements RecordSink {
  private final RecordSink live;
  private final RecordSink backlog;
  private boolean caughtUp;

  BacklogSink(SourceContext context, String name) {
    this(context.sink(), context.openBacklog(name), false);
  }

  private BacklogSink(RecordSink live, RecordSink backlog, boolean caughtUp) {
    this.live = live;
    this.backlog = backlog;
    this.caughtUp = caughtUp;
  }

  /** For a path that was not there when the source was started. */
  static BacklogSink ended(SourceContext context) {
    return new BacklogSink(context.sink(), context.sink(), true);
  }

  @Override
  public void accept(LogRecord record) throws InterruptedException {
    current().accept(record);
  }

  @Override
  public void flush() throws InterruptedException {
    current().flush();
  }

  private RecordSink current() {
    return caughtUp ? live : backlog;
  }

  /** All that was there when the path was begun has been read. May be said more than once. */
  void caughtUp() {
    if (!caughtUp) {
      caughtUp = true;
      backlog.end();
    }
  }

  @Override
  public void end() {
    caughtUp();
  }
}
