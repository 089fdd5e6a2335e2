/** Plug-ins of somebody else. */
module com.example.third {
  requires io.correlator.api;

  provides io.correlator.api.listener.Listener with
      com.example.third.ThirdListener;
  provides io.correlator.api.module.Module with
      com.example.third.ThirdModule;
}
