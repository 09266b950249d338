namespace CivicPlatform.Cli.Databases;

/// <summary>The database of a service and its three logins.</summary>
/// <param name="Name">Service and database.</param>
public sealed record ServiceDatabase(string Name)
{
    public static IReadOnlyList<ServiceDatabase> All { get; } =
        [new("registry"), new("cases"), new("consultation"), new("funds"), new("notifications")];

    /// <summary>Owns the schema; only the migration job logs in with it.</summary>
    public DatabaseLogin Owner => new($"{Name}_owner", BypassesRowSecurity: false);

    /// <summary>Serves requests; row-level security applies.</summary>
    public DatabaseLogin App => new($"{Name}_app", BypassesRowSecurity: false);

    /// <summary>Relay, inbox and schedulers, who work for every street office.</summary>
    public DatabaseLogin Worker => new($"{Name}_worker", BypassesRowSecurity: true);

    public IReadOnlyList<DatabaseLogin> Logins => [Owner, App, Worker];
}

/// <summary>A login without any right of its own beyond connecting.</summary>
/// <param name="Name">The name; lower case letters and underscores, so it needs no quoting.</param>
/// <param name="BypassesRowSecurity">Whether row-level security is off for it.</param>
public sealed record DatabaseLogin(string Name, bool BypassesRowSecurity);
