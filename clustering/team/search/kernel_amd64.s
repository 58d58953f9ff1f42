#include "textflag.h"

// The loops of kernel.go, eight float32 at a time. n is a multiple of eight where a loop begins at 0, and from..n is in the others.

// func addToAVX2(y, x *float32, n int)
TEXT ·addToAVX2(SB), NOSPLIT, $0-24
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
add:
	VMOVUPS (DI)(AX*4), Y0
	VADDPS  (SI)(AX*4), Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  add
	VZEROUPPER
	RET

// func updateGainsAVX2(ga, gb, wa, wb *float32, n int)
TEXT ·updateGainsAVX2(SB), NOSPLIT, $0-40
	MOVQ ga+0(FP), DI
	MOVQ gb+8(FP), SI
	MOVQ wa+16(FP), R8
	MOVQ wb+24(FP), R9
	MOVQ n+32(FP), CX
	XORQ AX, AX
update:
	VMOVUPS (R8)(AX*4), Y0
	VSUBPS  (R9)(AX*4), Y0, Y0 // wa - wb
	VMOVUPS (DI)(AX*4), Y1
	VSUBPS  Y0, Y1, Y1
	VMOVUPS Y1, (DI)(AX*4)
	VADDPS  (SI)(AX*4), Y0, Y0
	VMOVUPS Y0, (SI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  update
	VZEROUPPER
	RET

// func firstAcceptedAVX2(gain, own, weight, gainIn, threshold *float32, group *int32, temperature float32, from, n int) int
TEXT ·firstAcceptedAVX2(SB), NOSPLIT, $0-80
	MOVQ gain+0(FP), DI
	MOVQ own+8(FP), SI
	MOVQ weight+16(FP), R8
	MOVQ gainIn+24(FP), R9
	MOVQ threshold+32(FP), R10
	MOVQ group+40(FP), R11
	VBROADCASTSS temperature+48(FP), Y7
	MOVQ from+56(FP), AX
	MOVQ n+64(FP), CX
scan:
	VMOVUPS (DI)(AX*4), Y0
	VSUBPS  (SI)(AX*4), Y0, Y0 // gain - own
	VMOVUPS (R8)(AX*4), Y1
	VADDPS  Y1, Y1, Y1
	VSUBPS  Y1, Y0, Y0         // - 2 weight
	VMOVDQU (R11)(AX*4), Y2
	VPCMPEQD Y3, Y3, Y3
	VGATHERDPS Y3, (R9)(Y2*4), Y4
	VADDPS  Y4, Y0, Y0         // + gainIn[group]
	VMULPS  (R10)(AX*4), Y7, Y5
	VCMPPS  $0x1e, Y5, Y0, Y6  // greater than, quiet
	VMOVMSKPS Y6, DX
	TESTL DX, DX
	JNZ  found
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  scan
	VZEROUPPER
	MOVQ CX, ret+72(FP)
	RET
found:
	BSFL DX, DX
	ADDQ DX, AX
	VZEROUPPER
	MOVQ AX, ret+72(FP)
	RET

// func firstAcceptedFewAVX2(gain, own, weight, gainIn, threshold *float32, group *int32, temperature float32, from, n int) int
TEXT ·firstAcceptedFewAVX2(SB), NOSPLIT, $0-80
	MOVQ gain+0(FP), DI
	MOVQ own+8(FP), SI
	MOVQ weight+16(FP), R8
	MOVQ gainIn+24(FP), R9
	MOVQ threshold+32(FP), R10
	MOVQ group+40(FP), R11
	VBROADCASTSS temperature+48(FP), Y7
	MOVQ from+56(FP), AX
	MOVQ n+64(FP), CX
	VMOVUPS (R9), Y8
	VMOVUPS 32(R9), Y9
	VMOVUPS 64(R9), Y10
	VMOVUPS 96(R9), Y11
few:
	VMOVDQU (R11)(AX*4), Y2
	VMOVUPS (DI)(AX*4), Y0
	VSUBPS  (SI)(AX*4), Y0, Y0 // gain - own
	VMOVUPS (R8)(AX*4), Y1
	VADDPS  Y1, Y1, Y1
	VSUBPS  Y1, Y0, Y0         // - 2 weight
	VPERMPS Y8, Y2, Y3         // gainIn[group], by the last three bits of group
	VPERMPS Y9, Y2, Y4
	VPERMPS Y10, Y2, Y5
	VPERMPS Y11, Y2, Y6
	VPSLLD  $28, Y2, Y12       // bits 3 and 4 of group as signs
	VPSLLD  $27, Y2, Y13
	VBLENDVPS Y12, Y4, Y3, Y3
	VBLENDVPS Y12, Y6, Y5, Y5
	VBLENDVPS Y13, Y5, Y3, Y3
	VADDPS  Y3, Y0, Y0
	VMULPS  (R10)(AX*4), Y7, Y5
	VCMPPS  $0x1e, Y5, Y0, Y6  // greater than, quiet
	VMOVMSKPS Y6, DX
	TESTL DX, DX
	JNZ  foundfew
	ADDQ $8, AX
	CMPQ AX, CX
	JLT  few
	VZEROUPPER
	MOVQ CX, ret+72(FP)
	RET
foundfew:
	BSFL DX, DX
	ADDQ DX, AX
	VZEROUPPER
	MOVQ AX, ret+72(FP)
	RET
