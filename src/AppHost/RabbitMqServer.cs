using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CivicPlatform.AppHost;

/// <summary>The RabbitMQ broker: started here, or one that exists (<c>ConnectionStrings:rabbitmq</c>).</summary>
/// <param name="Resource">What others wait for.</param>
/// <param name="Url">The AMQP URL with user and password.</param>
public sealed record RabbitMqServer(IResourceBuilder<IResource> Resource, string Url);

/// <summary>Adds the RabbitMQ broker.</summary>
public static class RabbitMqServerExtensions
{
    private const string Name = "rabbitmq";
    private const string User = "civic";
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the broker; an existing one must answer and take the password before anything starts.</summary>
    /// <exception cref="DistributedApplicationException">The existing broker refuses or does not answer.</exception>
    public static async Task<RabbitMqServer> AddRabbitMqAsync(
        this IDistributedApplicationBuilder builder, LocalSettings local)
    {
        if (builder.Configuration.GetConnectionString(Name) is { Length: > 0 } given)
        {
            await RequireAsync(given);
            return new RabbitMqServer(builder.AddConnectionString(Name), given);
        }

        var port = local.Port("RabbitMq", 0);
        var password = local.Secrets.Password(Name);
        var parameter = builder.AddParameter("rabbitmq-password", () => password, secret: true);
        var url = string.Create(CultureInfo.InvariantCulture, $"amqp://{User}:{password}@127.0.0.1:{port}/");
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            Name, _ => new BrokerCheck(url), HealthStatus.Unhealthy, tags: null, CheckTimeout));
        string[] ports = [.. new[] { port, LocalPorts.Free(), LocalPorts.Free() }
            .Select(p => p.ToString(CultureInfo.InvariantCulture))];
        var broker = builder
            .AddExecutable(Name, "run/rabbitmq.sh", ".", [local.In(Name), .. ports])
            .WithEndpoint(port: port, targetPort: port, scheme: "tcp", name: "tcp", isProxied: false)
            .WithEnvironment("RABBITMQ_USER", User)
            .WithEnvironment("RABBITMQ_PASSWORD", parameter)
            .WithHealthCheck(Name);
        return new RabbitMqServer(broker, url);
    }

    private static async Task RequireAsync(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new DistributedApplicationException("ConnectionStrings:rabbitmq is not an amqp:// URL.");
        if (await BrokerCheck.TryAsync(url, CancellationToken.None) is { } reason)
        {
            throw new DistributedApplicationException(
                $"RabbitMQ at {uri.Host}:{uri.Port} cannot be used as {uri.UserInfo.Split(':')[0]}: {reason} " +
                "(ConnectionStrings:rabbitmq).");
        }
    }

    /// <summary>Healthy when the broker takes the user's password.</summary>
    private sealed class BrokerCheck(string url) : IHealthCheck
    {
        public static async Task<string?> TryAsync(string url, CancellationToken ct)
        {
            var factory = new ConnectionFactory
            {
                Uri = new Uri(url),
                AutomaticRecoveryEnabled = false,
                RequestedConnectionTimeout = CheckTimeout,
                ContinuationTimeout = CheckTimeout,
                ClientProvidedName = "apphost health check",
            };
            try
            {
                await using var connection = await factory.CreateConnectionAsync(ct);
                await connection.CloseAsync(ct);
                return null;
            }
            catch (BrokerUnreachableException e) when (e.InnerException is AuthenticationFailureException)
            {
                return "it refused the password";
            }
            catch (BrokerUnreachableException e)
            {
                return (e.InnerException?.InnerException ?? e.InnerException ?? e).Message;
            }
            catch (Exception e) when (e is RabbitMQClientException or IOException or TimeoutException)
            {
                return e.Message;
            }
        }

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await TryAsync(url, cancellationToken) is { } reason
                ? HealthCheckResult.Unhealthy(reason)
                : HealthCheckResult.Healthy();
    }
}
