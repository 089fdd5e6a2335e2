package io.correlator.api;

/**
 * An event that is one row of a table: its {@link #fields()} always fit its {@link #schema()}, so
 * that a listener can write it to a CSV file or a database.
 *
 * <p>All audit events of one type share one schema. The engine checks each event against it when
 * the event is emitted; one that does not fit is an error of its module.
 */
public interface AuditEvent extends Event {
  /** The columns. The same for every event of this type. */
  AuditSchema schema();

  @Override
  default String type() {
    return schema().type();
  }

  @Override
  Fields fields();
}
