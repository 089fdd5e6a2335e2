/**
 * Rules are tested like code: {@link io.correlator.rules.testing.RuleTests} reads cases from files,
 * {@link io.correlator.rules.testing.RuleTestRunner} runs them on virtual time, on an engine that
 * whoever uses it provides as a {@link io.correlator.rules.testing.RuleBench}. {@code
 * docs/test-your-rules.md} describes the files. {@link
 * io.correlator.rules.testing.ConformanceSuite} reads the cases that any engine can be compared
 * with; {@code conformance/README.md} defines how.
 */
@NullMarked
package io.correlator.rules.testing;

import org.jspecify.annotations.NullMarked;
