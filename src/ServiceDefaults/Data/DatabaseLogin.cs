using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>Which of the service's logins the current DI scope uses.</summary>
/// <remarks>
/// Requests use the app login, under row-level security. Consumers and schedulers switch to the worker login before
/// they resolve a context.
/// </remarks>
public sealed class DatabaseLogin(
    NpgsqlDataSource app, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker)
{
    /// <summary>Key of the worker's data source in DI.</summary>
    public const string Worker = "worker";

    /// <summary>True once <see cref="UseWorker"/> was called.</summary>
    public bool IsWorker { get; private set; }

    /// <summary>The data source that a context of this DI scope opens.</summary>
    public NpgsqlDataSource Source => IsWorker ? worker : app;

    /// <summary>Everything in this DI scope that has not opened a connection yet will act as the worker.</summary>
    public void UseWorker() => IsWorker = true;
}
