using System.Net;

namespace CivicPlatform.Notifications.Webhooks;

/// <summary>Shape of a receiver's address: what can be said before anything is dialled.</summary>
public static class ReceiverUrl
{
    public const int LengthMax = 500;

    /// <summary>
    /// True for an absolute https URL (http where options allow) without user name and fragment, whose host is a
    /// name or an address that the guard allows.
    /// </summary>
    public static bool IsUsable(string? text, WebhookOptions options)
    {
        if (text is null || text.Length > LengthMax) return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)) return false;
        var plain = options.AllowPlainHttp && url.Scheme == Uri.UriSchemeHttp;
        if (url.Scheme != Uri.UriSchemeHttps && !plain) return false;
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0 || url.Host.Length == 0 || url.Port == 0) return false;
        return !IPAddress.TryParse(url.DnsSafeHost, out var address) || options.Guard().Allows(address);
    }
}
