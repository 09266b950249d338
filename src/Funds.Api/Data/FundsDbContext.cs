using CivicPlatform.Funds.BankChannels;
using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.CostAgreements;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Refunds;
using CivicPlatform.Funds.RestrictedGrants;
using CivicPlatform.Funds.SharedCosts;
using CivicPlatform.Funds.SpendPayouts;
using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Funds.Data;

/// <summary>Funds' own database. Aggregates go through EF; sets and the ledger through <see cref="Sql"/>.</summary>
public sealed class FundsDbContext(DbContextOptions<FundsDbContext> options) : ServiceDbContext(options)
{
    public DbSet<BankAccount> BankAccounts => Set<BankAccount>();

    public DbSet<BankChannel> BankChannels => Set<BankChannel>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<SpendRequest> SpendRequests => Set<SpendRequest>();

    public DbSet<SpendMove> SpendMoves => Set<SpendMove>();

    public DbSet<Payout> Payouts => Set<Payout>();

    public DbSet<SpendObjection> SpendObjections => Set<SpendObjection>();

    public DbSet<CostAgreement> CostAgreements => Set<CostAgreement>();

    public DbSet<RestrictedGrant> RestrictedGrants => Set<RestrictedGrant>();

    public DbSet<SharedCost> SharedCosts => Set<SharedCost>();
}
