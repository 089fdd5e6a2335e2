/**
 * What is wrong with rules: each {@link io.correlator.rules.problem.Problem} has a stable {@link
 * io.correlator.rules.problem.ProblemId}, says where, and what would be right.
 */
@NullMarked
package io.correlator.rules.problem;

import org.jspecify.annotations.NullMarked;
