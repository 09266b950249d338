using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>Who may speak to a service: an OIDC authority, or the local signing key outside Production.</summary>
public static class AuthExtensions
{
    private const int MaxDocumentBytes = 256 * 1024;

    internal static void AddServiceAuth(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new AuthOptions();
        if (options.Authority is null && builder.Environment.IsProduction())
            throw new InvalidOperationException("Auth__Authority is required in Production; the local key is refused.");
        if (options.Authority is { Scheme: not "https" } && builder.Environment.IsProduction())
            throw new InvalidOperationException("Auth__Authority must be https in Production.");

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<TokenValidator>();
        builder.Services.AddSingleton<ISigningKeys>(services => new SigningKeys(
            options.Authority is { } authority ? Discover(authority, options.Issuer) : ReadFile(options.LocalJwksPath),
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SigningKeys>>()));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<CurrentUser>();
        builder.Services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        builder.Services.AddDenyByDefault();
    }

    private static Func<CancellationToken, Task<string>> ReadFile(string? path) => ct =>
        path is null ? Task.FromResult("{\"keys\":[]}") : File.ReadAllTextAsync(path, ct);

    // The document must name the issuer that tokens are held to, and keep its keys where it is itself (Discovery 4.3).
    private static Func<CancellationToken, Task<string>> Discover(Uri authority, string issuer)
    {
        var http = new HttpClient
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = MaxDocumentBytes,
        };
        var metadata = new Uri(authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");
        return async ct =>
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(metadata, ct));
            var keys = new Uri(document.RootElement.GetProperty("jwks_uri").GetString()!);
            if (document.RootElement.GetProperty("issuer").GetString() != issuer || keys.Scheme != authority.Scheme)
                throw new HttpRequestException("The discovery document is another issuer's.");
            return await http.GetStringAsync(keys, ct);
        };
    }
}
