/**
 * Rules as data, at work: {@link io.correlator.rules.Rules} loads them from files, {@link
 * io.correlator.rules.RulesModule} is the module that they become, and an {@link
 * io.correlator.rules.Alert} is what they find.
 */
@NullMarked
package io.correlator.rules;

import org.jspecify.annotations.NullMarked;
