/**
 * A harness for tests: of modules, of listeners and sources, and of whole engines.
 *
 * <p>Start with {@link io.correlator.testkit.TestPipeline}, which runs modules on virtual time, and
 * {@link io.correlator.testkit.CorrelatorExtension}, which hands one to each test. Whoever
 * publishes a plug-in extends {@link io.correlator.testkit.ModuleContract}, {@link
 * io.correlator.testkit.ListenerContract} or {@link io.correlator.testkit.SourceContract}: what
 * every plug-in must do, as tests. {@link io.correlator.testkit.Faults} breaks things on purpose.
 */
@NullMarked
package io.correlator.testkit;

import org.jspecify.annotations.NullMarked;
