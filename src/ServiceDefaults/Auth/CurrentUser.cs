using System.Security.Claims;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Audit;
using Microsoft.AspNetCore.Http;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>Who calls: subject, roles and divisions of the token.</summary>
public sealed class CurrentUser
{
    private readonly ClaimsPrincipal _principal;

    public CurrentUser(IHttpContextAccessor accessor)
    {
        _principal = accessor.HttpContext?.User ?? new ClaimsPrincipal();
        Subject = _principal.FindFirstValue("sub") ?? "anonymous";
        Client = _principal.FindFirstValue("azp") ?? "";
        var codes = _principal.FindAll("divisions");
        Divisions = [.. codes.Select(c => DivisionCode.Parse(c.Value))]; // The token handler checked them.
        Scope = DivisionScope.Of(Divisions, []);
        Audit = accessor.HttpContext is { } http ? AuditContext.Of(http, Subject, Client) : AuditContext.Nobody;
    }

    /// <summary>What the audit rows of this request say of the caller.</summary>
    public AuditContext Audit { get; }

    /// <summary>Claim <c>sub</c>.</summary>
    public string Subject { get; }

    /// <summary>Claim <c>azp</c>: the client the token was issued to.</summary>
    public string Client { get; }

    public bool IsAuthenticated => _principal.Identity?.IsAuthenticated is true;

    public IReadOnlyList<DivisionCode> Divisions { get; }

    /// <summary>What the caller may see; the request transaction widens it over the known streets.</summary>
    public DivisionScope Scope { get; internal set; }

    public bool HasRole(string role) => _principal.HasClaim("roles", role);

    /// <summary>Scope of idempotency keys: the same key of another caller is another key.</summary>
    internal string IdempotencyCaller => $"{Client}/{Subject}";
}
