namespace CivicPlatform.Notifications.Webhooks;

/// <summary>Every address of the receiver's name is closed to us (<see cref="ReceiverGuard"/>).</summary>
public sealed class ReceiverRefusedException() : IOException("The receiver has no address that may be called.");
