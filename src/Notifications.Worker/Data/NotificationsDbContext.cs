using CivicPlatform.Notifications.Deliveries;
using CivicPlatform.Notifications.Notices;
using CivicPlatform.Notifications.Places;
using CivicPlatform.Notifications.Subscriptions;

namespace CivicPlatform.Notifications.Data;

/// <summary>Notices, subscriptions, deliveries, and the names that the texts need.</summary>
public sealed class NotificationsDbContext(DbContextOptions<NotificationsDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();
    public DbSet<WebhookSubscription> WebhookSubscriptions => Set<WebhookSubscription>();
    public DbSet<EmailSubscription> EmailSubscriptions => Set<EmailSubscription>();
    public DbSet<Estate> Estates => Set<Estate>();
    public DbSet<BilledBuilding> BilledBuildings => Set<BilledBuilding>();

    /// <summary>Makes the street known, so that a district's or city's scope reaches its rows.</summary>
    public Task NoteStreetsAsync(string[] streetCodes, CancellationToken ct) => Database.ExecuteSqlAsync(
        $"insert into platform.streets (street_code) select unnest({streetCodes}) on conflict do nothing", ct);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        // Said to EF so that a save inserts a notice before its deliveries.
        modelBuilder.Entity<Delivery>().HasOne<Notice>().WithMany().HasForeignKey(d => d.NoticeId);
        modelBuilder.Entity<DeliveryAttempt>().HasOne<Delivery>().WithMany().HasForeignKey(a => a.DeliveryId);
        modelBuilder.Entity<BilledBuilding>().HasKey(b => new { b.CampaignId, b.Building });
        base.OnModelCreating(modelBuilder);
    }
}
