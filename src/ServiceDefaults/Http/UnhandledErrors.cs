using System.Text.Json;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>What is thrown past a handler: malformed bodies, lost races, a dead dependency, and bugs.</summary>
internal sealed class UnhandledErrors(ILogger<UnhandledErrors> logger) : IExceptionHandler
{
    private static readonly Error Stale =
        new(ErrorKind.Stale, "request.stale", "数据已被他人更新，请刷新后重试");

    private static readonly Error Duplicate = Error.Conflict("request.duplicate", "相同的记录已经存在");

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        var status = Classify(exception, context);
        var request = context.Request;
        if (status.Status >= 500) UnhandledErrorsLog.Failed(logger, request.Method, request.Path, exception);
        if (status.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "2";
        await status.ToProblem().ExecuteAsync(context);
        return true;
    }

    /// <summary>What the caller hears of it.</summary>
    internal static StatusError Classify(Exception exception, HttpContext context) => exception switch
    {
        BadHttpRequestException bad => new(OfBadRequest(bad, context), bad.StatusCode),
        DbUpdateConcurrencyException => new(Stale, StatusCodes.Status412PreconditionFailed),
        _ => DatabaseFailure.CauseOf(exception) switch
        {
            PostgresException said => OfDatabase(said),
            null => Problems.OfStatus(StatusCodes.Status500InternalServerError),
            _ => Problems.OfStatus(StatusCodes.Status503ServiceUnavailable),
        },
    };

    private static StatusError OfDatabase(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => new(Duplicate, StatusCodes.Status409Conflict), // The key's name is ours.
        _ when DatabaseFailure.IsPassing(e.SqlState) => Problems.OfStatus(StatusCodes.Status503ServiceUnavailable),
        _ => Problems.OfStatus(StatusCodes.Status500InternalServerError),
    };

    private static Error OfBadRequest(BadHttpRequestException bad, HttpContext context)
    {
        var standard = Problems.OfStatus(bad.StatusCode).Error;
        // The handler of exceptions takes the endpoint off the request and keeps it in its feature.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (bad.InnerException is not JsonException json)
            return ParameterFaults.Describe(standard, bad, endpoint, options);
        var body = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        return JsonFaults.Describe(standard, json, body is null ? null : new JsonPlace(body, options));
    }
}

internal static partial class UnhandledErrorsLog
{
    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    public static partial void Failed(ILogger logger, string method, string path, Exception e);
}
