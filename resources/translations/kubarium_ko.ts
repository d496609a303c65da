<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>ClusterScene</name>
    <message>
        <source>Waiting for a node</source>
        <translation>노드 배정 대기 중</translation>
    </message>
    <message>
        <source>no such node</source>
        <translation>존재하지 않는 노드</translation>
    </message>
    <message numerus="yes">
        <source>%n pod(s)</source>
        <translation>
            <numerusform>파드 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Pods stand here until the scheduler finds a node for them.</source>
        <translation>스케줄러가 노드를 찾기 전까지 파드가 여기에 머무릅니다.</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>스케줄링 중지</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>준비 안 됨</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>컨트롤 플레인</translation>
    </message>
    <message>
        <source>cpu</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>mem</source>
        <translation>메모리</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>The namespace it lives in.</source>
        <translation>오브젝트가 속한 네임스페이스.</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Nodes</source>
        <translation>노드</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>네임스페이스</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>파드</translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation>디플로이먼트</translation>
    </message>
    <message>
        <source>ReplicaSets</source>
        <translation>레플리카셋</translation>
    </message>
    <message>
        <source>StatefulSets</source>
        <translation>스테이트풀셋</translation>
    </message>
    <message>
        <source>DaemonSets</source>
        <translation>데몬셋</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>잡</translation>
    </message>
    <message>
        <source>CronJobs</source>
        <translation>크론잡</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscalers</source>
        <translation>HorizontalPodAutoscaler</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>서비스</translation>
    </message>
    <message>
        <source>EndpointSlices</source>
        <translation>엔드포인트슬라이스</translation>
    </message>
    <message>
        <source>Ingresses</source>
        <translation>인그레스</translation>
    </message>
    <message>
        <source>NetworkPolicies</source>
        <translation>네트워크폴리시</translation>
    </message>
    <message>
        <source>ConfigMaps</source>
        <translation>컨피그맵</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>시크릿</translation>
    </message>
    <message>
        <source>PersistentVolumeClaims</source>
        <translation>퍼시스턴트볼륨클레임</translation>
    </message>
    <message>
        <source>PersistentVolumes</source>
        <translation>퍼시스턴트볼륨</translation>
    </message>
    <message>
        <source>StorageClasses</source>
        <translation>스토리지클래스</translation>
    </message>
    <message>
        <source>ServiceAccounts</source>
        <translation>서비스어카운트</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>롤</translation>
    </message>
    <message>
        <source>RoleBindings</source>
        <translation>롤바인딩</translation>
    </message>
    <message>
        <source>ClusterRoles</source>
        <translation>클러스터롤</translation>
    </message>
    <message>
        <source>ClusterRoleBindings</source>
        <translation>클러스터롤바인딩</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>장애</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>트래픽</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>ReplicationControllers</source>
        <translation>레플리케이션컨트롤러</translation>
    </message>
    <message>
        <source>PodDisruptionBudgets</source>
        <translation>PodDisruptionBudget</translation>
    </message>
    <message>
        <source>PriorityClasses</source>
        <translation>프라이어리티클래스</translation>
    </message>
    <message>
        <source>ControllerRevisions</source>
        <translation>컨트롤러리비전</translation>
    </message>
    <message>
        <source>VerticalPodAutoscalers</source>
        <translation>VerticalPodAutoscaler</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>엔드포인트</translation>
    </message>
    <message>
        <source>IngressClasses</source>
        <translation>인그레스클래스</translation>
    </message>
    <message>
        <source>ResourceQuotas</source>
        <translation>리소스쿼터</translation>
    </message>
    <message>
        <source>LimitRanges</source>
        <translation>리밋레인지</translation>
    </message>
    <message>
        <source>PodTemplates</source>
        <translation>파드템플릿</translation>
    </message>
    <message>
        <source>CertificateSigningRequests</source>
        <translation>인증서 서명 요청</translation>
    </message>
    <message>
        <source>Leases</source>
        <translation>리스</translation>
    </message>
    <message>
        <source>CustomResourceDefinitions</source>
        <translation>커스텀리소스데피니션</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>클러스터</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>워크로드</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>Config &amp; storage</source>
        <translation>설정과 스토리지</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>접근 제어</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>실험실</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>기타</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::ActivityStrip</name>
    <message>
        <source>%1: %2 created, %3 changed, %4 deleted</source>
        <translation>%1: 생성 %2, 변경 %3, 삭제 %4</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::Appearance</name>
    <message>
        <source>Light theme</source>
        <translation>밝은 테마</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>어두운 테마</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::ChangeList</name>
    <message>
        <source>Changes</source>
        <translation>변경 내역</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::ChangeModel</name>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>What</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>오브젝트</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>주체</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>리비전</translation>
    </message>
    <message>
        <source>created</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>변경</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::ClusterView</name>
    <message numerus="yes">
        <source>%n pod(s)</source>
        <translation>
            <numerusform>파드 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>클러스터</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>범례</translation>
    </message>
    <message>
        <source>The cluster: its nodes and the pods on them</source>
        <translation>클러스터: 노드와 그 위의 파드</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::Dock</name>
    <message>
        <source>Dock “%1”</source>
        <translation>‘%1’ 패널 붙이기</translation>
    </message>
    <message>
        <source>Undock “%1”</source>
        <translation>‘%1’ 패널 떼어 내기</translation>
    </message>
    <message>
        <source>Hide “%1”</source>
        <translation>‘%1’ 패널 숨기기</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::Inspector</name>
    <message>
        <source>The object as YAML</source>
        <translation>오브젝트의 YAML</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>선택한 오브젝트 없음</translation>
    </message>
    <message>
        <source>Choose an object in the table.</source>
        <translation>표에서 오브젝트를 선택하세요.</translation>
    </message>
    <message>
        <source>Deleted; this is how it was last.</source>
        <translation>삭제됨. 삭제 직전의 모습입니다.</translation>
    </message>
    <message>
        <source>It no longer exists.</source>
        <translation>더 이상 존재하지 않습니다.</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::KindList</name>
    <message>
        <source>Kinds</source>
        <translation>종류</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::Legend</name>
    <message>
        <source>Waiting for a node</source>
        <translation>노드 배정 대기 중</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>시작 중</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>주의 필요</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Terminating</source>
        <translation>종료 중</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Strip: pods of one owner share a colour</source>
        <translation>띠: 소유자가 같은 파드는 같은 색</translation>
    </message>
    <message>
        <source>Bars: what pods request of the node</source>
        <translation>막대: 노드에서 파드가 요청한 양</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>범례</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::MainWindow</name>
    <message>
        <source>About Kubarium</source>
        <translation>Kubarium 정보</translation>
    </message>
    <message>
        <source>Kubarium %1: a Kubernetes cluster in a glass box</source>
        <translation>Kubarium %1: 유리 상자 속의 쿠버네티스 클러스터</translation>
    </message>
    <message>
        <source>The Kubernetes API it knows is that of %1.

The sources of Kubarium are under the Apache License 2.0. The program as a whole is under the GNU General Public License 3, because it is linked with Qt Charts and QScintilla. The Nanum fonts are under the SIL Open Font License 1.1.</source>
        <translation>쿠버네티스 %1의 API를 기준으로 합니다.

Kubarium의 소스는 Apache License 2.0을 따릅니다. Qt Charts 및 QScintilla와 링크되므로 프로그램 전체에는 GNU General Public License 3이 적용됩니다. 나눔 글꼴은 SIL Open Font License 1.1을 따릅니다.</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>패널</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::ObjectView</name>
    <message>
        <source>All namespaces</source>
        <translation>모든 네임스페이스</translation>
    </message>
    <message>
        <source>None with this name or namespace</source>
        <translation>이름이나 네임스페이스가 일치하는 오브젝트가 없습니다</translation>
    </message>
    <message>
        <source>None in this cluster</source>
        <translation>이 클러스터에는 없습니다</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>이름으로 찾기</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>네임스페이스</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::TimeBar</name>
    <message>
        <source>Paused</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>Speed: how many virtual seconds pass in one second</source>
        <translation>속도: 실제 1초 동안 흐르는 가상 시간(초)</translation>
    </message>
    <message>
        <source>Virtual time since the lab began</source>
        <translation>실험실을 시작한 후 지난 가상 시간</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::TimeControls</name>
    <message>
        <source>max</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Step one event</source>
        <translation>이벤트 하나 진행</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>느리게</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>빠르게</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::ViewSwitch</name>
    <message>
        <source>Cluster</source>
        <translation>클러스터</translation>
    </message>
    <message>
        <source>List</source>
        <translation>목록</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::Workbench</name>
    <message>
        <source>Kinds</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>상세 정보</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>변경 내역</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>패널 배치 초기화</translation>
    </message>
</context>
</TS>
