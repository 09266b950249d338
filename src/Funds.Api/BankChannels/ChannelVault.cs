using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>Seals and opens the channels' secrets, each bound to its own row.</summary>
public sealed class ChannelVault(FieldCipher cipher, TimeProvider clock)
{
    public byte[] Seal(WebhookSecret secret, Guid channelId) => cipher.Encrypt(secret.Reveal(), channelId);

    /// <summary>The secrets that a call may be signed with now.</summary>
    public IReadOnlyList<WebhookSecret> SecretsOf(BankChannel channel)
    {
        var isBeforeGood = channel.PreviousUntil > clock.GetUtcNow();
        return isBeforeGood
            ? [Open(channel, channel.Secret), Open(channel, channel.PreviousSecret!)]
            : [Open(channel, channel.Secret)];
    }

    private WebhookSecret Open(BankChannel channel, byte[] value) =>
        WebhookSecret.TryParse(cipher.DecryptText(value, channel.Id), out var secret)
            ? secret
            : throw new InvalidOperationException($"Channel {channel.Id} holds no secret.");
}
