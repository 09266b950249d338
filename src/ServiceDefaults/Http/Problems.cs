using System.Diagnostics;
using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>RFC 9457 answers: the one form of every refusal, with a stable code, the rule and the trace id.</summary>
public static class Problems
{
    /// <summary>Member of a refusal that passes by itself; <c>Retry-After</c> goes with it.</summary>
    internal const string Retryable = "retryable";

    private static readonly Error NoToken = new(ErrorKind.Forbidden, "auth.token_missing", "请先登录：缺少访问令牌");
    private static readonly Error BadToken = new(ErrorKind.Forbidden, "auth.token_invalid", "访问令牌无效或已过期");

    // In Development nobody but the tool makes tokens; elsewhere the words would send people the wrong way.
    private const string LocalToken = "本地令牌由 ./civic token --role ROLE --division CODE 生成";

    public static readonly Error WrongRole = Error.Forbidden("auth.wrong_role", "您的岗位无权执行此操作");

    /// <summary>Nobody without a signature hears which part of it was wrong.</summary>
    internal static readonly StatusError Unsigned = new(
        Error.Invalid("auth.not_signed", "签名缺失、过期或不正确"), StatusCodes.Status401Unauthorized);

    internal static StatusError Unauthenticated(bool tokenGiven, bool development) =>
        new((tokenGiven ? BadToken : NoToken) with { Detail = development ? LocalToken : null }, 401);

    /// <summary>The status of each kind of refusal.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Stale => StatusCodes.Status412PreconditionFailed,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.Refused => StatusCodes.Status422UnprocessableEntity,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The refusal as an answer of its kind.</summary>
    public static ProblemHttpResult ToProblem(this Error error) =>
        new StatusError(error, StatusOf(error.Kind)).ToProblem();

    internal static ProblemHttpResult ToProblem(this StatusError status) => TypedResults.Problem(Describe(status));

    internal static ProblemDetails Describe(StatusError status)
    {
        var (error, code) = (status.Error, status.Status);
        var problem = new ProblemDetails
        {
            Type = $"urn:civicplatform:problem:{error.Code}",
            Title = error.Title,
            Status = code,
            Detail = error.Detail,
        };
        problem.Extensions["code"] = error.Code;
        if (error.Rule is not null) problem.Extensions["rule"] = error.Rule;
        if (error.IsPassing) problem.Extensions[Retryable] = true;
        if (error.Findings.Count > 0) problem.Extensions["errors"] = error.Findings;
        return problem;
    }

    /// <summary>What routing and the server itself answer, in the same form.</summary>
    internal static StatusError OfStatus(int status) => new(status switch
    {
        400 => Error.Invalid("request.malformed", "请求格式有误"),
        404 => Error.NotFound("request.no_such_resource", "没有这个地址"),
        405 => Error.Invalid("request.method_not_allowed", "该地址不支持此操作"),
        406 => Error.Invalid("request.not_acceptable", "无法以所要求的格式答复"),
        408 => Error.Invalid("request.timeout", "请求超时"),
        413 => Error.Invalid("request.too_large", "请求内容过大"),
        415 => Error.Invalid("request.unsupported_media_type", "不支持的内容类型"),
        429 => Error.Invalid("request.too_many", "请求过于频繁，请稍后再试"),
        503 => Error.Invalid("service.unavailable", "服务暂时不可用，请稍后再试"),
        _ => Error.Invalid("service.failed", "系统出现错误，请记下编号并联系运维"),
    }, status);

    /// <summary>Adds the members that every problem has; also reached by answers that the framework makes.</summary>
    internal static void Complete(ProblemDetailsContext context)
    {
        var (problem, http) = (context.ProblemDetails, context.HttpContext);
        var status = problem.Status ?? http.Response.StatusCode;
        if (!problem.Extensions.ContainsKey("code"))
        {
            var standard = Describe(OfStatus(status));
            (problem.Type, problem.Title) = (standard.Type, standard.Title);
            problem.Extensions["code"] = standard.Extensions["code"];
        }
        if (problem.Extensions.ContainsKey(Retryable)) http.Response.Headers.RetryAfter = "1";
        problem.Instance ??= http.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
    }
}

/// <summary>An error with a status of its own (401, 405, 429, 503), where the kinds do not reach.</summary>
internal readonly record struct StatusError(Error Error, int Status);
