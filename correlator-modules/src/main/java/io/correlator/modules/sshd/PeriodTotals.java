package io.correlator.modules.sshd;

import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateValue;

/** The numbers of the period in progress, kept up to date so that its end costs nothing. */
final class PeriodTotals {
  private final KeyedState<String, Address> addresses;
  private final StateValue<Sums> sums;

  /**
   * What was counted since the period began.
   *
   * @param evictedBefore how many keys had been pushed out when it began
   */
  record Sums(
      long succeeded,
      long failed,
      long failedWithoutSuccess,
      long addressesOverLimit,
      long evictedBefore) {
    static final Sums NONE = new Sums(0, 0, 0, 0, 0);
  }

  /** What one address did in the period. */
  record Address(long failed, boolean succeeded, boolean overLimit) {
    static final Address NEW = new Address(0, false, false);
  }

  /** Totals kept in {@code sums}; {@code addresses} are forgotten at the end of a period. */
  PeriodTotals(KeyedState<String, Address> addresses, StateValue<Sums> sums) {
    this.addresses = addresses;
    this.sums = sums;
  }

  private void add(long succeeded, long failed, long failedWithoutSuccess, long overLimit) {
    Sums before = sums.get();
    sums.set(
        new Sums(
            before.succeeded() + succeeded,
            before.failed() + failed,
            before.failedWithoutSuccess() + failedWithoutSuccess,
            before.addressesOverLimit() + overLimit,
            before.evictedBefore()));
  }

  void success(String address) {
    Address before = addresses.get(address).orElse(Address.NEW);
    add(1, 0, before.succeeded() ? 0 : -before.failed(), 0);
    if (!before.succeeded()) {
      addresses.put(address, new Address(before.failed(), true, before.overLimit()));
    }
  }

  void failures(String address, int count) {
    Address before = addresses.get(address).orElse(Address.NEW);
    add(0, count, before.succeeded() ? 0 : count, 0);
    addresses.put(
        address, new Address(before.failed() + count, before.succeeded(), before.overLimit()));
  }

  void overLimit(String address) {
    Address before = addresses.get(address).orElse(Address.NEW);
    if (!before.overLimit()) {
      add(0, 0, 0, 1);
      addresses.put(address, new Address(before.failed(), before.succeeded(), true));
    }
  }

  /**
   * The numbers of {@code period}; afterwards they start from zero.
   *
   * @param evicted how many keys have been pushed out so far
   */
  SshStatistics close(StatisticsPeriod period, long evicted) {
    Sums sum = sums.get();
    SshStatistics statistics =
        new SshStatistics(
            period.start(),
            period.end(),
            period.partial(),
            sum.succeeded(),
            sum.failed(),
            sum.failedWithoutSuccess(),
            sum.addressesOverLimit(),
            evicted > sum.evictedBefore());
    sums.set(new Sums(0, 0, 0, 0, evicted));
    addresses.clear();
    return statistics;
  }
}
