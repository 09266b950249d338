using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>Another system that proves itself by a signature (Standard Webhooks) instead of a token.</summary>
/// <param name="Id">The id in the address that it calls.</param>
/// <param name="Role">The only role it has; no token carries it.</param>
/// <param name="Division">All that it may touch.</param>
/// <param name="Secrets">The current one and, while it is being replaced, the one before.</param>
public sealed record SignedCaller(Guid Id, string Role, DivisionCode Division, IReadOnlyList<WebhookSecret> Secrets);

/// <summary>Knows the systems that may call by signature.</summary>
public interface ISignedCallers
{
    /// <summary>The system with that id; null for none and for one that was ended.</summary>
    Task<SignedCaller?> FindAsync(Guid id, CancellationToken ct);
}

/// <summary>
/// Addresses ending in the caller's id, with <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>
/// over <c>id.timestamp.body</c>. The message's id is its idempotency key.
/// </summary>
/// <remarks>
/// Refuses a time stamp more than five minutes away, so that an old message cannot be sent again, and bodies above
/// 20 kB. Who fails is told nothing but 401: not whether the id exists.
/// </remarks>
public sealed class SignatureHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    ISignedCallers callers, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Signature";

    internal const string Id = "webhook-id", SentAt = "webhook-timestamp", Signature = "webhook-signature";

    private const int BodyMax = 20_000, IdMax = 128;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Header(Id) is not { Length: <= IdMax } id || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return AuthenticateResult.Fail("no webhook-id");
        if (Header(Signature) is not { } signature) return AuthenticateResult.Fail("no webhook-signature");
        if (!long.TryParse(Header(SentAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds)
            return AuthenticateResult.Fail("webhook-timestamp is not now");
        if (!Guid.TryParse(Request.Path.Value?.Split('/')[^1], out var callerId)
            || await callers.FindAsync(callerId, Context.RequestAborted) is not { } caller)
            return AuthenticateResult.Fail("nobody known");
        if (await ReadBodyAsync() is not { } body) return AuthenticateResult.Fail("too large");

        var sentAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (!caller.Secrets.Any(secret => secret.Verifies(signature, id, sentAt, body.Span)))
            return AuthenticateResult.Fail("not signed by that system");
        Request.Headers["Idempotency-Key"] = id;
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(caller), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.Unsigned.ToProblem().ExecuteAsync(Context);

    private static ClaimsPrincipal PrincipalOf(SignedCaller caller) => new(new ClaimsIdentity(
        [
            new("sub", $"{caller.Role}:{caller.Id}"), new("azp", SchemeName), new("roles", caller.Role),
            new("divisions", $"{caller.Division}"),
        ],
        SchemeName, "sub", "roles"));

    private string? Header(string name) => Request.Headers[name] is [{ Length: > 0 } value] ? value : null;

    private async Task<ReadOnlyMemory<byte>?> ReadBodyAsync()
    {
        RequestBuffer.Enable(Request);
        var body = new byte[BodyMax + 1];
        var length = await Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, Context.RequestAborted);
        if (length > BodyMax) return null;
        RequestBuffer.Rewind(Request);
        return body.AsMemory(0, length);
    }
}

/// <summary>How a service takes signed calls.</summary>
public static class SignedCallExtensions
{
    public static void AddSignedCalls<TCallers>(this IServiceCollection services)
        where TCallers : class, ISignedCallers
    {
        services.AddSingleton<ISignedCallers, TCallers>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, SignatureHandler>(SignatureHandler.SchemeName, null);
    }

    /// <summary>A signature of a system with the permission's role; no token opens it.</summary>
    public static TBuilder RequiresSignature<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder
        .RequireAuthorization(policy => policy.AddAuthenticationSchemes(SignatureHandler.SchemeName)
            .RequireAuthenticatedUser().RequireClaim("roles", permission.Roles))
        .WithMetadata(permission, new EndpointMarks.SignedCall());
}
