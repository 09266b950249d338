using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Duties;

/// <summary>Which cases a department's login may see and move: those that its department has or helps with.</summary>
public sealed class DepartmentAccess(CasesDbContext db, CurrentUser user)
{
    private static readonly string[] s_office =
        [Roles.StreetClerk, Roles.CommunityWorker, Roles.GridOfficer, Roles.Mediator, Roles.DistrictSupervisor,
            Roles.Auditor];

    /// <summary>True for the office's own staff, who act for all of its cases.</summary>
    public bool IsOffice => Array.Exists(s_office, user.HasRole);

    /// <summary>The departments that the caller acts for in a street.</summary>
    public Task<List<string>> CodesAsync(string street, CancellationToken ct) => db.DepartmentMembers
        .Where(m => m.Subject == user.Subject && m.StreetCode == street).Select(m => m.Code).Take(100).ToListAsync(ct);

    /// <summary>True when the caller may make that move.</summary>
    public async Task<bool> MayAsync(OpenOrder order, CaseMove move, CancellationToken ct)
    {
        if (IsOffice) return true;
        var codes = await CodesAsync(order.Case.StreetCode, ct);
        return move.Kind switch
        {
            MoveKinds.CoReport => codes.Contains(move.Department!),
            MoveKinds.Comment => HasOrHelps(order, codes),
            _ => order.State.Department is { } lead && codes.Contains(lead),
        };
    }

    /// <summary>True when the caller may look at the case.</summary>
    public async Task<bool> MaySeeAsync(OpenOrder order, CancellationToken ct) =>
        IsOffice || HasOrHelps(order, await CodesAsync(order.Case.StreetCode, ct));

    /// <summary>True when the caller may learn who complained: not the one complained of.</summary>
    public async Task<bool> MaySeeReporterAsync(Case found, CancellationToken ct) =>
        IsOffice || found.ComplainedOf is not { } party
        || !(await CodesAsync(found.StreetCode, ct)).Contains(party);

    private static bool HasOrHelps(OpenOrder order, List<string> codes) =>
        (order.State.Department is { } lead && codes.Contains(lead))
        || order.State.CoHandlers.Exists(c => codes.Contains(c.Department));
}
