using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>A row that belongs to one street office; filtered by the caller's scope here and by the database.</summary>
public interface ITenantOwned
{
    /// <summary>9 digits.</summary>
    string StreetCode { get; }

    /// <summary>9 or 12 digits.</summary>
    string DivisionCode { get; }
}

/// <summary>An aggregate whose every change gives it the next version; stale writers lose (412).</summary>
public interface IVersioned
{
    /// <summary>Starts at 1.</summary>
    long Version { get; }
}

/// <summary>The base of every service's context: house conventions, outbox, audit and the tenant filter.</summary>
public abstract class ServiceDbContext : DbContext
{
    protected ServiceDbContext(DbContextOptions options)
        : base(options) => (Outbox, Audit) = (new Outbox(this), new AuditTrail(this));

    /// <summary>Events that commit with this context's next save.</summary>
    public Outbox Outbox { get; }

    /// <summary>Audit rows that commit with this context's next save.</summary>
    public AuditTrail Audit { get; }

    /// <summary>What is told although the request is refused.</summary>
    public RefusalTrail Refusals { get; } = new();

    /// <summary>Whose rows this context shows; everything for consumers and schedulers.</summary>
    public DivisionScope Scope { get; set; } = DivisionScope.Nothing;

    // Read by the query filters; a property so that each context instance filters by its own caller.
    internal bool SeesAll => Scope.IsEverything;

    internal string[] Streets => Scope.Streets;

    internal string[] Communities => Scope.Communities;

    internal bool Narrowed => Scope.Communities.Length > 0;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        HouseConventions.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
        OutboxMessage.Map(modelBuilder);
        AuditEntry.Map(modelBuilder);
        HouseConventions.Apply(modelBuilder, this);
    }

    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State is not EntityState.Modified) continue;
            var version = entry.Property(e => e.Version);
            version.CurrentValue = version.OriginalValue + 1;
        }
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
