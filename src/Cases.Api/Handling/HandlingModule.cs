using CivicPlatform.Cases.Callbacks;
using CivicPlatform.Cases.Clocks;
using CivicPlatform.Cases.Dispatching;
using CivicPlatform.Cases.Duplicates;
using CivicPlatform.Cases.Suspensions;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Cases.Handling;

/// <summary>The handling of cases: every move of 4.2a, from the dispatch to the callback.</summary>
public static class HandlingModule
{
    public static void AddHandling(this IServiceCollection services)
    {
        services.AddScoped<HandlingDesk>();
        services.AddScoped<DispatchCase.Handler>();
        services.AddScoped<MergeCase.Handler>();
        services.AddScoped<TellDueSoon>();
        services.AddHostedService<DueSoonLoop>();
        services.AddEncryptedColumns("case_notes", "text");
    }

    public static void MapHandling(this IEndpointRouteBuilder routes)
    {
        GetHandling.Map(routes);
        GetSheet.Map(routes);
        ListMoves.Map(routes);
        AnswerCase.Map(routes);
        RedirectCase.Map(routes);
        DispatchCase.Map(routes);
        RequestReturn.Map(routes);
        RuleReturn.Map(routes);
        ReportBack.Map(routes);
        SignCase.Map(routes);
        RecordContact.Map(routes);
        ExtendCase.Map(routes);
        EscalateCase.Map(routes);
        RequestSuspension.Map(routes);
        RuleSuspension.Map(routes);
        ReviewSuspension.Map(routes);
        ResumeCase.Map(routes);
        ReplyCase.Map(routes);
        RecordCallback.Map(routes);
        MergeCase.Map(routes);
        SuggestDuplicates.Map(routes);
        AddComment.Map(routes);
    }
}
