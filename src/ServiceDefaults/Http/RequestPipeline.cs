using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// Refuses unknown parameters, and decides by the endpoint's marks whether a request runs in the request transaction.
/// </summary>
internal sealed class RequestPipeline(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, CurrentUser user)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is null || !http.Request.Path.StartsWithSegments("/api"))
        {
            await next(http);
            return;
        }
        if (KnownQuery.Check(http.Request, endpoint) is { } unknown)
        {
            await unknown.ToProblem().ExecuteAsync(http);
            return;
        }
        if (endpoint.Metadata.GetMetadata<EndpointMarks.NoIdempotency>() is not null)
        {
            await next(http);
            return;
        }
        if (endpoint.Metadata.GetMetadata<EndpointMarks.OwnTransaction>() is not null)
        {
            // The hot path binds the body first and hashes it after: it must be readable twice.
            RequestBuffer.Enable(http.Request);
            if (await RefuseMissingKeyAsync(http)) return;
            // A district's scope becomes its streets here too; a street's own scope asks nobody.
            if (http.RequestServices.GetService<StreetDirectory>() is { } streets)
                user.Scope = await streets.ExpandAsync(user.Divisions, http.RequestAborted);
            await next(http);
            return;
        }
        var transaction = http.RequestServices.GetService<RequestTransaction>();
        if (transaction is null) await next(http);
        else await transaction.RunAsync(http, user, next);
    }

    private static async Task<bool> RefuseMissingKeyAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return false;
        if (http.Request.Headers.ContainsKey("Idempotency-Key")) return false;
        await IdempotencyIdentity.KeyMissing.ToProblem().ExecuteAsync(http);
        return true;
    }
}
