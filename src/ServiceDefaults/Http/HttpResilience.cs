using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// How one service calls another: a total time-out, few retries with jitter, a breaker, a time-out per try.
/// </summary>
public static class HttpResilience
{
    /// <summary>A typed client for the service that Aspire names in <c>services__NAME__http__0</c>.</summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this IServiceCollection services, string service)
        where TClient : class => services.AddHttpClient<TClient>((provider, http) =>
        {
            var configuration = provider.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>();
            http.BaseAddress = new Uri(configuration[$"services:{service}:http:0"]
                ?? throw new InvalidOperationException($"services__{service}__http__0 is not set."));
            http.Timeout = Timeout.InfiniteTimeSpan; // The pipeline's own time-outs end every call.
        })
        .AddHttpMessageHandler(() => new ResilienceHandler(Pipeline()));

    private static ResiliencePipeline<HttpResponseMessage> Pipeline() =>
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(TimeSpan.FromSeconds(10))
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome)),
            })
            .AddTimeout(TimeSpan.FromSeconds(3))
            .Build();

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || outcome.Result is { StatusCode: >= System.Net.HttpStatusCode.InternalServerError };

    /// <summary>Only idempotent requests come here more than once: reads, and writes with an Idempotency-Key.</summary>
    private sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var repeatable = request.Method == HttpMethod.Get || request.Headers.Contains("Idempotency-Key");
            return repeatable
                ? pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), ct).AsTask()
                : base.SendAsync(request, ct);
        }
    }
}
