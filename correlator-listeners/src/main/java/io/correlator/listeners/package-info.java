/**
 * Listeners that write events down: as rows, as JSON, as text for people, or to the application's
 * own log.
 *
 * <p>Start with {@link io.correlator.listeners.TextListener} to see what happens, and with {@link
 * io.correlator.listeners.JsonLinesListener} to hand events to another program. {@link
 * io.correlator.listeners.CsvListener} keeps audit events as tables, and {@link
 * io.correlator.listeners.LoggingListener} passes events on to SLF4J.
 *
 * <p>All of them have the options {@code events}, {@code origins} and {@code least}, which narrow
 * what reaches them. Whatever stands in a log and so in an event, what they write stays one line,
 * one row or one object: nothing in it can steer a terminal or pass for another event.
 */
@NullMarked
package io.correlator.listeners;

import org.jspecify.annotations.NullMarked;
