// The status of a Job may be written by anybody whom its managedBy names, so it is judged strictly: clients wait for
// its conditions. A rule is applied only when one of the fields it speaks of changed, so that a status stored before
// the rule can still be worked on.
#include "gojson.h"
#include "jobindexes.h"
#include "meta.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/batch.h"

#include <set>

namespace kubarium::api {

namespace {

bool has(const JobStatus& status, std::string_view type)
{
    return std::any_of(status.conditions.begin(), status.conditions.end(),
        [&](const JobCondition& condition) { return condition.type == type && condition.status == "True"; });
}

class Check {
public:
    Check(const Job& now, const Job& old) : m_spec(*now.spec), m_now(*now.status), m_old(*old.status) { }

    FieldErrors run()
    {
        counts();
        terminalConditions();
        times();
        finishedLeavesNothing();
        indexes();
        readyPods();
        successCriteria();
        changes();
        return std::move(m_errors);
    }

private:
    bool is(std::string_view condition) const { return has(m_now, condition); }

    bool was(std::string_view condition) const { return has(m_old, condition); }

    bool changed(std::string_view condition) const { return is(condition) != was(condition); }

    template <class T> bool changed(T JobStatus::*field) const { return !(m_now.*field == m_old.*field); }

    bool failedIndexesChanged() const // absent and empty are two things here
    {
        return changed(&JobStatus::failedIndexes) || m_now.failedIndexes.has_value() != m_old.failedIndexes.has_value();
    }

    bool isFinished() const { return is(complete) || is(failed); }

    bool finishedChanged() const { return isFinished() != (was(complete) || was(failed)); }

    void refuseConditions(std::string_view sentence)
    {
        m_errors.push_back(invalidShown(m_path.child("conditions"), {}, sentence));
    }

    void counts()
    {
        checkNotNegative(m_errors, m_now.active, m_path.child("active"));
        checkNotNegative(m_errors, m_now.succeeded, m_path.child("succeeded"));
        checkNotNegative(m_errors, m_now.failed, m_path.child("failed"));
        checkNotNegative(m_errors, m_now.ready, m_path.child("ready"));
        checkNotNegative(m_errors, m_now.terminating, m_path.child("terminating"));
        std::set<std::string_view> seen;
        const FieldPath uncounted = m_path.child("uncountedTerminatedPods");
        uids(m_now.uncountedTerminatedPods->succeeded, seen, uncounted.child("succeeded"));
        uids(m_now.uncountedTerminatedPods->failed, seen, uncounted.child("failed"));
    }

    void uids(const List<Text>& pods, std::set<std::string_view>& seen, const FieldPath& path)
    {
        for (std::size_t i = 0; i < pods.size(); ++i) {
            if (pods[i].empty())
                m_errors.push_back(invalid(path.index(i), pods[i], "must not be empty"));
            else if (!seen.insert(pods[i]).second)
                m_errors.push_back(duplicate(path.index(i), pods[i]));
        }
    }

    void terminalConditions()
    {
        if ((changed(complete) || changed(failed)) && is(complete) && is(failed))
            refuseConditions("cannot set Complete=True and Failed=true conditions");
        if ((changed(complete) || changed(failureTarget)) && is(complete) && is(failureTarget))
            refuseConditions("cannot set Complete=True and FailureTarget=true conditions");
    }

    void times()
    {
        const Time& begin = m_now.startTime;
        const Time& end = m_now.completionTime;
        const FieldPath completionTime = m_path.child("completionTime");
        const bool endChanged = changed(&JobStatus::completionTime);
        if (changed(complete) || endChanged) {
            if (end && !is(complete)) {
                m_errors.push_back(
                    invalid(completionTime, end, "cannot set completionTime when there is no Complete=True condition"));
            }
            if (!end && is(complete))
                m_errors.push_back(required(completionTime, "completionTime is required for Complete jobs"));
        }
        if ((changed(&JobStatus::startTime) || endChanged) && begin && end && end < begin)
            m_errors.push_back(invalid(completionTime, end, "must be equal to or after `startTime`"));
        // The last steps of a Job are announced before they are taken.
        if ((changed(failed) || failedIndexesChanged()) && is(failed) && !is(failureTarget))
            refuseConditions("cannot set Failed=True condition without the FailureTarget=true condition");
        if ((changed(complete) || changed(criteriaMet)) && is(complete) && !is(criteriaMet))
            refuseConditions("cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }

    void finishedLeavesNothing()
    {
        if (!isFinished())
            return;
        if ((finishedChanged() || changed(&JobStatus::active)) && m_now.active > 0)
            m_errors.push_back(invalid(m_path.child("active"), m_now.active, "active>0 is invalid for finished job"));
        if ((finishedChanged() || changed(&JobStatus::startTime)) && !m_now.startTime)
            m_errors.push_back(required(m_path.child("startTime"), "startTime is required for finished job"));
        const UncountedTerminatedPods& uncounted = *m_now.uncountedTerminatedPods;
        if ((finishedChanged() || changed(&JobStatus::uncountedTerminatedPods))
            && uncounted.failed.size() + uncounted.succeeded.size() > 0) {
            m_errors.push_back(invalidShown(
                m_path.child("uncountedTerminatedPods"), goJson(uncounted), "must be empty for finished job"));
        }
    }

    void indexes()
    {
        const FieldPath completedPath = m_path.child("completedIndexes");
        const FieldPath failedPath = m_path.child("failedIndexes");
        const Text& done = m_now.completedIndexes;
        const Text& lost = m_now.failedIndexes;
        const bool doneChanged = changed(&JobStatus::completedIndexes);
        const bool lostChanged = failedIndexesChanged();
        if (doneChanged && m_spec.completions)
            format(done, "completedIndexes", completedPath);
        if (lostChanged && m_spec.completions && m_spec.backoffLimitPerIndex && lost)
            format(lost, "failedIndexes", failedPath);
        if (doneChanged && !done.empty() && !isIndexed()) {
            m_errors.push_back(
                invalid(completedPath, done, "cannot set non-empty completedIndexes when non-indexed completion mode"));
        }
        if (lostChanged && lost && !m_spec.backoffLimitPerIndex) {
            m_errors.push_back(
                invalid(failedPath, lost, "cannot set non-null failedIndexes when backoffLimitPerIndex is null"));
        }
        if ((doneChanged || lostChanged) && m_spec.completions && lost) {
            if (const std::string overlap = indexesOverlap(done, lost, *m_spec.completions); !overlap.empty())
                m_errors.push_back(invalid(failedPath, lost, overlap));
        }
    }

    void format(const Text& text, std::string_view name, const FieldPath& path)
    {
        if (const auto count = countIndexes(text, *m_spec.completions); !count)
            m_errors.push_back(invalid(path, text, "error parsing " + std::string(name) + ": " + count.error()));
    }

    void readyPods()
    {
        if (isFinished() && (finishedChanged() || changed(&JobStatus::terminating))
            && m_now.terminating.valueOr(0) > 0) {
            m_errors.push_back(
                invalid(m_path.child("terminating"), *m_now.terminating, "terminating>0 is invalid for finished job"));
        }
        if ((changed(&JobStatus::ready) || changed(&JobStatus::active)) && m_now.ready && *m_now.ready > m_now.active)
            m_errors.push_back(invalid(m_path.child("ready"), *m_now.ready, "cannot set more ready pods than active"));
    }

    void successCriteria()
    {
        if (is(criteriaMet) && is(failed))
            refuseConditions("cannot set SuccessCriteriaMet=True and Failed=true conditions");
        if (is(criteriaMet) && is(failureTarget))
            refuseConditions("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        if (m_spec.successPolicy && !is(criteriaMet) && is(complete))
            refuseConditions("cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }

    // What may not be taken back.
    void changes()
    {
        for (const std::string_view type : {failed, complete, failureTarget}) {
            if (was(type) && !is(type))
                refuseConditions("cannot disable the terminal " + std::string(type) + "=True condition");
        }
        if (m_now.failed < m_old.failed)
            m_errors.push_back(invalid(m_path.child("failed"), m_now.failed, "cannot decrease the failed counter"));
        // An indexed Job that is scaled down forgets what it has done beyond its new end.
        const bool scalable = isIndexed() && m_spec.completions == m_spec.parallelism;
        if (!scalable && m_now.succeeded < m_old.succeeded) {
            m_errors.push_back(
                invalid(m_path.child("succeeded"), m_now.succeeded, "cannot decrease the succeeded counter"));
        }
        if (m_now.completionTime && m_old.completionTime && changed(&JobStatus::completionTime))
            m_errors.push_back(invalid(m_path.child("completionTime"), m_now.completionTime, messages::immutable));
        const bool isResumed = was(suspended) && !is(suspended); // then it begins anew
        if (m_old.startTime && changed(&JobStatus::startTime) && !m_spec.suspend.valueOr(false) && !isResumed) {
            m_errors.push_back(
                invalidShown(m_path.child("startTime"), m_now.startTime ? shown(m_now.startTime) : shown("null"),
                    "field is immutable for unsuspended job once set"));
        }
        if (was(criteriaMet) && !is(criteriaMet))
            refuseConditions("cannot disable the SuccessCriteriaMet=True condition");
        if (was(complete) && !was(criteriaMet) && is(criteriaMet))
            refuseConditions("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }

    bool isIndexed() const { return m_spec.completionMode == CompletionMode::Indexed; }

    static constexpr std::string_view complete = JobConditionType::Complete;
    static constexpr std::string_view failed = JobConditionType::Failed;
    static constexpr std::string_view failureTarget = JobConditionType::FailureTarget;
    static constexpr std::string_view suspended = JobConditionType::Suspended;
    static constexpr std::string_view criteriaMet = JobConditionType::SuccessCriteriaMet;

    const JobSpec& m_spec;
    const JobStatus& m_now;
    const JobStatus& m_old;
    const FieldPath m_path{"status"};
    FieldErrors m_errors;
};

} // namespace

FieldErrors validateStatusUpdate(const Job& now, const Job& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, Check(now, old).run());
    return errors;
}

} // namespace kubarium::api
