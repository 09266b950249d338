using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http;

namespace CivicPlatform.ServiceDefaults.Audit;

/// <summary>What an audit row says beside the act: who, through what, from where, under which request.</summary>
/// <param name="Actor">Claim <c>sub</c>.</param>
/// <param name="Client">Claim <c>azp</c> or <c>client_id</c>.</param>
/// <param name="Origin">The caller's address; behind the gateway the one that the gateway saw.</param>
/// <param name="RequestId">The gateway's id of the request, also in its access log.</param>
/// <param name="Purpose">Row of the access table; a reveal puts the caller's reason here.</param>
public sealed record AuditContext(string Actor, string Client, string Origin, string RequestId, string Purpose)
{
    private const int MaxRequestId = 64;

    /// <summary>Background work: nobody called.</summary>
    public static readonly AuditContext Nobody = new("anonymous", "", "", "", "");

    internal static AuditContext Of(HttpContext http, string actor, string client) => new(
        actor, client, OriginOf(http), RequestIdOf(http),
        http.GetEndpoint()?.Metadata.GetMetadata<Permission>()?.Name ?? "");

    // Only the gateway on this machine is believed; whoever reaches a service directly is who he is.
    private static string OriginOf(HttpContext http)
    {
        var remote = http.Connection.RemoteIpAddress;
        if (remote is null || !IPAddress.IsLoopback(remote)) return $"{remote}";
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return IPAddress.TryParse(forwarded, out var caller) ? $"{caller}" : $"{remote}";
    }

    private static string RequestIdOf(HttpContext http)
    {
        var given = http.Request.Headers["X-Request-Id"].ToString();
        var isPlain = given.Length is > 0 and <= MaxRequestId && !given.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isPlain ? given : http.TraceIdentifier;
    }
}
