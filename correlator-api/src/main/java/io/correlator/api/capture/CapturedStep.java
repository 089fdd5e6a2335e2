package io.correlator.api.capture;

/**
 * One thing that happened in the engine while it was captured: it evaluated a record, or time
 * passed. In their order, these are all that modules depend on. In a journal, batches end between
 * records. Immutable; may be used by any thread.
 */
public sealed interface CapturedStep permits CapturedRecord, CapturedTime, CapturedBatch {}
