namespace CivicPlatform.Notifications.Notices;

/// <summary>PRIV-11: no figures of fewer than five households, also not by subtraction from totals.</summary>
/// <remarks>Funds' public page withholds by the same rule; a notice must not tell what that page keeps back.</remarks>
public static class SmallGroups
{
    public const int HouseholdsMin = 5;

    /// <summary>
    /// False for a small building, for one that is not known here, and for larger ones, the smallest first, until the
    /// buildings that are kept back have five households together.
    /// </summary>
    public static bool MayShow(string building, IReadOnlyList<(string Building, int Households)> billed)
    {
        if (billed.All(b => b.Building != building)) return false;
        var hidden = billed.Where(b => b.Households < HouseholdsMin).ToList();
        if (hidden.Count > 0)
        {
            foreach (var larger in billed.Where(b => b.Households >= HouseholdsMin).OrderBy(b => b.Households))
            {
                if (hidden.Sum(b => b.Households) >= HouseholdsMin) break;
                hidden.Add(larger);
            }
        }
        return hidden.All(b => b.Building != building);
    }
}
