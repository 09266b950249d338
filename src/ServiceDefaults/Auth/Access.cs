using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>
/// How endpoints say who may call them. One that says nothing is closed, and its service does not start.
/// </summary>
public static class AccessExtensions
{
    /// <summary>Whoever the access table gives this permission; others of the same office get 403.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder
        .RequireAuthorization(policy => policy
            .RequireAuthenticatedUser().RequireClaim("roles", permission.Roles))
        .WithMetadata(permission);

    /// <summary>T0: totals for anybody, without a token (PRIV-11).</summary>
    public static TBuilder Public<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AllowAnonymousAttribute());

    internal static void AddDenyByDefault(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().AddRequirements(new NamedAccess()).Build());
        services.AddSingleton<IAuthorizationHandler, NamedAccessHandler>();
        services.AddHostedService<AccessCheck>();
    }
}

/// <summary>An endpoint was given an explicit policy; never true, because then the fallback is not asked.</summary>
internal sealed class NamedAccess : IAuthorizationRequirement;

/// <summary>The fallback: lets by what routing itself answers (404, 405, 415) and no endpoint.</summary>
internal sealed class NamedAccessHandler : AuthorizationHandler<NamedAccess>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NamedAccess requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Stops a service at its start when an endpoint says neither who may call it nor that all may.</summary>
/// <remarks>Once everything is mapped; until then, and whatever slips through, the fallback refuses.</remarks>
internal sealed class AccessCheck(IEnumerable<EndpointDataSource> sources) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var open = sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Permission>() is null
                && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.DisplayName ?? endpoint.RoutePattern.RawText)
            .ToArray();
        return open.Length == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"Endpoints without Requires(...) or Public(): {string.Join(", ", open)}.");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
