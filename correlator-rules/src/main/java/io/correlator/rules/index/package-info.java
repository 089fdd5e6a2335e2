/**
 * All rules in one index: which of thousands of predicates hold for a record, at a cost that hardly
 * depends on how many there are. Start with {@link io.correlator.rules.index.RuleIndex}; {@code
 * docs/rule-index.md} explains how it works.
 */
@NullMarked
package io.correlator.rules.index;

import org.jspecify.annotations.NullMarked;
