/**
 * Rules are tested like code: {@link io.correlator.rules.testing.RuleTests} reads cases from files,
 * {@link io.correlator.rules.testing.RuleTestRunner} runs them on virtual time, on an engine that
 * whoever uses it provides as a {@link io.correlator.rules.testing.RuleBench}. {@code
 * docs/test-your-rules.md} describes the files.
 */
@NullMarked
package io.correlator.rules.testing;

import org.jspecify.annotations.NullMarked;
