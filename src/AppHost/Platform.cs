namespace CivicPlatform.AppHost;

/// <summary>What all services share: servers, jobs that must end first, keys.</summary>
public sealed class Platform(
    IDistributedApplicationBuilder builder, LocalSettings local, PostgresServer postgres, RabbitMqServer rabbitmq,
    IResourceBuilder<ProjectResource> databases, IResourceBuilder<ProjectResource> keys)
{
    private const string LocalIssuer = "https://issuer.civicplatform.local";

    /// <summary>Adds a service with its own database, and the job that migrates it before the service starts.</summary>
    /// <remarks>
    /// The job alone gets the owner's login. The service gets two: one under row-level security for requests, one
    /// for its background work.
    /// </remarks>
    public IResourceBuilder<ProjectResource> AddService<TProject>(string name)
        where TProject : IProjectMetadata, new()
    {
        var migration = Common(builder.AddProject<TProject>($"{name}-migrate", launchProfileName: null))
            .WithArgs("migrate")
            .WithEnvironment($"ConnectionStrings__{name}-db-owner", Connection(name, "owner"))
            .WaitForCompletion(databases);
        var service = Common(builder.AddProject<TProject>(name, launchProfileName: null))
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithEnvironment($"ConnectionStrings__{name}-db", Connection(name, "app"))
            .WithEnvironment($"ConnectionStrings__{name}-db-worker", Connection(name, "worker"))
            .WithEnvironment("ConnectionStrings__rabbitmq", rabbitmq.Url)
            .WithEnvironment("Buffers__Folder", local.In("buffers", name))
            .WithEnvironment("Seal__Directory", local.In("seal"))
            .WithEnvironment("Seal__KeyPath", local.In("keys", "seal-key"))
            .WaitForCompletion(migration)
            .WaitForCompletion(keys)
            .WaitFor(rabbitmq.Resource);
        migration.WithParentRelationship(service);
        return service;
    }

    private IResourceBuilder<ProjectResource> Common(IResourceBuilder<ProjectResource> project)
    {
        project.WithCollector(builder.Configuration)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
            .WithEnvironment("Encryption__KeyPath", local.In("keys", "data-key.json"));
        // An issuer of the office wins over the local one, which only Development accepts.
        if (builder.Configuration["Auth:Authority"] is { Length: > 0 } authority)
            project.WithEnvironment("Auth__Authority", authority);
        else
            project.WithEnvironment("Auth__LocalJwksPath", local.In("keys", "jwks.json"));
        // Where the fault suite arms its crash points; the services heed it in Development only.
        if (builder.Configuration["Faults:CrashFolder"] is { Length: > 0 } crashes)
            project.WithEnvironment("Faults__CrashFolder", crashes);
        return project
            .WithEnvironment("Auth__Issuer", builder.Configuration["Auth:Issuer"] ?? LocalIssuer)
            .WithEnvironment("Auth__Audience", builder.Configuration["Auth:Audience"] ?? "civicplatform");
    }

    private string Connection(string service, string role)
    {
        var login = LocalLogins.Name(service, role);
        return postgres.ConnectionTo(service, login, local.Secrets.Password(login));
    }
}

/// <summary>The database logins of the services.</summary>
public static class LocalLogins
{
    private static readonly string[] Services = ["registry", "cases", "consultation", "funds", "notifications"];
    private static readonly string[] Roles = ["owner", "app", "worker"];

    /// <summary>The login of a service in a role.</summary>
    public static string Name(string service, string role) => $"{service}_{role}";

    /// <summary>Gives db-init the passwords that it sets.</summary>
    public static IResourceBuilder<T> WithLoginPasswords<T>(this IResourceBuilder<T> builder, LocalSettings local)
        where T : IResourceWithEnvironment
    {
        foreach (var login in Services.SelectMany(s => Roles.Select(r => Name(s, r))))
            builder.WithEnvironment($"DbInit__Passwords__{login}", local.Secrets.Password(login));
        return builder;
    }

    /// <summary>Gives the gateway the services' addresses and lets it wait until all of them are healthy.</summary>
    public static IResourceBuilder<ExecutableResource> WithReferencesToHealthy(
        this IResourceBuilder<ExecutableResource> gateway, params IResourceBuilder<ProjectResource>[] services)
    {
        foreach (var service in services) gateway.WithReference(service).WaitFor(service);
        return gateway;
    }
}
