using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Cases.Referrals;

/// <summary>The referrals slice: what becomes a case although nobody called.</summary>
public static class ReferralsModule
{
    public static void AddReferrals(this ConsumerList consumers) =>
        consumers.Add<ConsentWithdrawalRefused, ReferWithdrawalHandler>();
}
