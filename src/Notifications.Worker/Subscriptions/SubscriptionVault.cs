using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>Seals and opens what subscriptions keep encrypted, each bound to its own row.</summary>
public sealed class SubscriptionVault(FieldCipher cipher)
{
    public byte[] Seal(string text, Guid subscriptionId) => cipher.Encrypt(text, subscriptionId);

    public byte[] HashOf(string address) => cipher.Hash(address.ToLowerInvariant());

    public WebhookSecret SecretOf(WebhookSubscription subscription) =>
        WebhookSecret.TryParse(cipher.DecryptText(subscription.Secret, subscription.Id), out var secret)
            ? secret
            : throw new InvalidOperationException($"Subscription {subscription.Id} holds no secret.");

    public string AddressOf(EmailSubscription subscription) =>
        cipher.DecryptText(subscription.Address, subscription.Id);

    /// <summary>The address as lists show it: first character and domain.</summary>
    public string MaskedAddressOf(EmailSubscription subscription)
    {
        var address = AddressOf(subscription);
        return address[..1] + "***" + address[address.LastIndexOf('@')..];
    }
}
