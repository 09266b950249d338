namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>Configuration section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Exact value of <c>iss</c>.</summary>
    public string Issuer { get; set; } = "https://issuer.civicplatform.local";

    /// <summary>Must be among <c>aud</c>.</summary>
    public string Audience { get; set; } = "civicplatform";

    /// <summary>OIDC issuer whose discovery document names the keys. Wins over the local file.</summary>
    public Uri? Authority { get; set; }

    /// <summary>JWKS file of the local development issuer; Production refuses to start with it.</summary>
    public string? LocalJwksPath { get; set; }

    /// <summary>Clients (<c>azp</c>) whose tokens are taken; empty takes every client of the issuer.</summary>
    public string[] Clients { get; set; } = [];
}
