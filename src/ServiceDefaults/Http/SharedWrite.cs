using System.Diagnostics;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Faults;
using Microsoft.AspNetCore.Http;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>A request on its way to a commit that it shares with others.</summary>
/// <param name="Identity">Caller, route, key and body of the request.</param>
/// <param name="Caller">For the audit row.</param>
/// <param name="StreetCode">Office that the row belongs to; the caller's scope was seen to cover it.</param>
public abstract record SharedWrite(IdempotencyIdentity Identity, AuditContext Caller, string StreetCode)
{
    /// <summary>Passes by itself: the queue is full, or another replica holds the rows.</summary>
    public static readonly Error Busy =
        Error.NotYet("request.busy", "系统繁忙，请稍后以同一 Idempotency-Key 重试");

    private readonly TaskCompletionSource<Result<StoredAnswer>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The commit runs under the trace of its first request, wherever the queue's reader happens to be.
    internal string? Traceparent { get; } = Activity.Current?.Id;

    /// <summary>Completes after the durable commit, never before.</summary>
    public Task<Result<StoredAnswer>> Answered => _answer.Task;

    /// <summary>A natural key that must not stand twice in one commit; none by default.</summary>
    public virtual object? NaturalKey => null;

    internal void Complete(Result<StoredAnswer> answer) => _answer.TrySetResult(answer);

    internal void Fail(Exception error) => _answer.TrySetException(error);
}

/// <summary>An answer to a write that its handler has committed itself.</summary>
public sealed class CommittedAnswer(StoredAnswer answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        CrashPoint.Reached(CrashPoint.BeforeAnswer);
        return answer.WriteAsync(httpContext.Response);
    }
}
