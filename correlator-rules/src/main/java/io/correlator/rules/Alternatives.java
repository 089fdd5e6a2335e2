package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Operators;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.Sequence;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.Sighting;
import io.correlator.api.state.StepMatch;
import io.correlator.rules.model.CorrelationRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of which several forms will do, such as "a, then b or c": one operator for each. To
 * whoever is told they are one: a key has one alert at a time, and one for each hit at most.
 */
final class Alternatives implements Watch {
  private final Roles roles;
  private final List<Form> forms = new ArrayList<>();
  private final FiringHandler teller;
  private final @Nullable SharedQuota quota;
  private final boolean all;
  private boolean told;
  private @Nullable LogRecord current;

  /**
   * Makes the operators.
   *
   * @param name what the state of the rule is called
   */
  Alternatives(
      CorrelationRule rule,
      String name,
      SequenceSpec spec,
      ModuleContext context,
      FiringHandler teller) {
    this.roles = new Roles(rule);
    this.teller = teller;
    Rearm rearm = spec.options().rearm();
    this.quota =
        rearm.quota().isPresent()
            ? new SharedQuota(name, rearm, spec.window(), context, teller)
            : null;
    this.all = rearm.policy() == Rearm.Policy.EVERY;
    SequenceSpec each = spec.options(spec.options().rearm(SharedQuota.without(rearm)));
    rule.options()
        .combinations()
        .forEach(
            form -> {
              // Rules have no such character in what they are called.
              String own = name + '\u001f' + forms.size();
              forms.add(new Form(own, form.all(), each, context.operators()));
            });
  }

  @Override
  public void see(Slice key, RuleHit hit, LogRecord record) {
    StepMatch match = roles.inSequence(hit.steps());
    told = false;
    current = record;
    for (Form form : forms) {
      if (form.sequence.open(key).isPresent()) {
        form.sequence.hit(key, form.match(match), record);
        return;
      }
    }
    for (Form form : forms) {
      Outcome outcome = form.sequence.hit(key, form.match(match), record);
      if (outcome == Outcome.FIRED && !all) {
        forms.stream().filter(other -> other != form).forEach(other -> other.sequence.reset(key));
        return;
      }
    }
  }

  /** The steps that one form needs. */
  private final class Form implements FiringHandler {
    private final List<Integer> steps = new ArrayList<>();
    private final Sequence sequence;

    Form(String name, long all, SequenceSpec spec, Operators operators) {
      for (long left = all; left != 0; left &= left - 1) {
        steps.add(Long.numberOfTrailingZeros(left));
      }
      SequenceSpec own = new SequenceSpec(steps.size(), spec.ties(), spec.window(), spec.options());
      this.sequence = operators.sequence(name, own, this);
    }

    /** What is forbidden after a step that this form does not need is forbidden in its place. */
    StepMatch match(StepMatch match) {
      long own = 0;
      long forbids = 0;
      for (int i = 0; i < steps.size(); i++) {
        if ((match.steps() & 1L << steps.get(i)) != 0) {
          own |= 1L << i;
        }
        int next = i + 1 < steps.size() ? steps.get(i + 1) : Long.SIZE;
        for (int gap = steps.get(i); gap < next; gap++) {
          if ((match.forbids() & 1L << gap) != 0) {
            forbids |= 1L << i;
          }
        }
      }
      return new StepMatch(own, forbids, match.ends());
    }

    @Override
    public void fired(Firing firing) {
      if (told) {
        return;
      }
      told = true;
      List<Sighting> sightings =
          firing.sightings().stream().map(each -> numbered(each, steps.get(each.step()))).toList();
      tell(
          new Firing(
              firing.key(),
              firing.time(),
              firing.firstSeen(),
              firing.lastSeen(),
              firing.observed(),
              firing.errorBound(),
              sightings,
              firing.flags()));
    }

    /** A sequence fires at a record and at no other time. */
    private void tell(Firing firing) {
      if (quota == null || current == null) {
        teller.fired(firing);
      } else {
        quota.fired(firing, current);
      }
    }

    private static Sighting numbered(Sighting sighting, int step) {
      return new Sighting(step, sighting.time(), sighting.value(), sighting.record());
    }

    @Override
    public void closed(Closing closing) {
      if (quota == null) {
        teller.closed(closing);
      } else {
        quota.closed(closing);
      }
    }
  }
}
