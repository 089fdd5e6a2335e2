package io.correlator.core.pipeline;

import io.correlator.api.Event;
import java.util.List;

/**
 * What came of a call of a module.
 *
 * @param notices what the engine has to tell about it
 * @param events what the module emitted
 */
record Outcome(List<Notice> notices, List<Event> events) {}
