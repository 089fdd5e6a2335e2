/**
 * Runs the cases that rules are tested with as tests of JUnit: {@link
 * io.correlator.rules.testkit.RuleTestEngine} finds them in files and folders, and in those that a
 * class with {@link io.correlator.rules.testkit.RuleTestFiles} names.
 */
@NullMarked
package io.correlator.rules.testkit;

import org.jspecify.annotations.NullMarked;
